// What the script writes may go to a file.
// run with --console-output=/dev/stdout
// expect exit 0
// expect output a line of mine
export default function () { console.log('a line of mine'); }
