// An exception in TypeScript has the line of the file as it is written.
// run with --iterations 1
// expect exit 0
// expect console typescript_error.ts:17
type Unused = {
  a: string;
  b: number;
};

interface Other {
  c: boolean;
}

export default function (): void {
  const value: number = 4;
  if (value === 4) {
    throw new Error('here');
  }
}
