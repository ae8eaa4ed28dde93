// open() outside of init code ends the iteration.
// expect exit 0
// expect console init
export default function () { open('./open_outside.js'); }
