// An exception in TypeScript has the line of the file as it is written.
// run with --iterations 2
// expect exit 0
// expect no console TypeError
// expect console typescript_error.ts:18
type Unused = {
  a: string;
  b: number;
};

interface Other {
  c: boolean;
}

export default function (): void {
  const value: number = 4;
  if (value === 4 && __ITER === 0) {
    throw new Error('here');
  }
}
