// randomSeed() makes Math.random repeat itself.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check, randomSeed } from 'k6';

export default function () {
  randomSeed(123456789);
  const [a, b] = [Math.random(), Math.random()];
  randomSeed(123456789);
  check(null, {
    'the first again': () => Math.random() === a,
    'the second again': () => Math.random() === b,
    'within its bounds': () => a >= 0 && a < 1 && a !== b,
  });
}
