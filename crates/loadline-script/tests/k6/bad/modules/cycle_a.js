import { b } from './cycle_b.js';
export const a = b + 1;
export const late = a;
