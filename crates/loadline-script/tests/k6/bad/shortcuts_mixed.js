// Two shortcuts at once.
// expect exit 104
export const options = { vus: 1, duration: '1s', stages: [{ duration: '1s', target: 1 }] };
export default function () {}
