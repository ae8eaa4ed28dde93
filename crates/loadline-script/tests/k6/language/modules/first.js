globalThis.evaluated = (globalThis.evaluated || 0) + 1;
export const name = 'one';
export function twice(value) { return value * 2; }
export default function () { return 'first'; }
