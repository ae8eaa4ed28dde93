// What a timer of the top level throws ends the start.
// expect exit 107
// expect no console iteration
setTimeout(() => { throw new Error('odd'); }, 1);

export default function () { console.log('iteration'); }
