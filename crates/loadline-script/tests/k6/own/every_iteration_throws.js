// A run in which every iteration threw is a failure of the script.
// run with --iterations 2
// expect exit 107
// expect console odd
export default function () { throw new Error('odd'); }
