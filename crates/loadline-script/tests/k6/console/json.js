// Lines as JSON.
// run with --log-format=json
// expect exit 0
// expect console "level":"info"
// expect console "msg":"a line"
// expect console "source":"console"
export default function () { console.log('a line'); }
