// A module that nobody knows.
// expect exit 107
// expect console k6/nonsense
import nonsense from 'k6/nonsense';

export default function () { nonsense(); }
