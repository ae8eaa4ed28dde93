// The summary may be left out.
// run with --no-summary
// expect exit 0
// expect no output iterations
export default function () {}
