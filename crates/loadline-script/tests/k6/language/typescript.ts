// TypeScript: types are taken away, nothing else.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';
import { Options } from 'k6/options';
import { area, type Shape, Level } from './modules/shapes.ts';

export const options: Options = { vus: 1, iterations: 1 };

interface User { name: string; age?: number }
type Pair<T> = [T, T];

abstract class Base<T> {
  private readonly inner: T;
  protected constructor(inner: T, public label: string = 'base') { this.inner = inner; }
  get value(): T { return this.inner; }
  abstract twice(): T;
}
class Num extends Base<number> {
  constructor(n: number) { super(n, 'num'); }
  twice(): number { return this.value * 2; }
}
function first<T>(pair: Pair<T>): T { return pair[0]!; }
enum Colour { Red = 1, Blue }

export default function (): void {
  const user: User = { name: 'Ada' };
  const shape: Shape = { width: 2, height: 3 };
  const n = new Num(4);
  check(null, {
    'interface': () => user.name === 'Ada' && user.age === undefined,
    'generic': () => first<number>([7, 8]) === 7,
    'as': () => (user as unknown as { name: string }).name.length === 3,
    'class': () => n.twice() === 8 && n.label === 'num',
    'enumeration': () => Colour.Blue === 2 && Colour[1] === 'Red',
    'another file': () => area(shape) === 6,
    'its enumeration': () => Level.High === 'high',
  });
}
