// A file that is not there.
// expect exit 107
// expect console not_there.txt
const text = open('./not_there.txt');

export default function () { console.log(text); }
