// A script without anything to run.
// expect exit 255, under loadline 104
// expect console default
export const options = { vus: 1 };
