export * from './first.js';
