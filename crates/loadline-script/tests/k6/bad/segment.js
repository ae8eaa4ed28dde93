// A segment that is none.
// expect exit 104
export const options = { executionSegment: '3:1' };
export default function () {}
