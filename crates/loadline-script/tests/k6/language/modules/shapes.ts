export interface Shape { width: number; height: number }
export enum Level { Low = 'low', High = 'high' }
export const area = (shape: Shape): number => shape.width * shape.height;
