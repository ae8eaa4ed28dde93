// A length of time that is none.
// expect exit 104
export const options = { duration: 'a while', vus: 1 };
export default function () {}
