// The summary as a file.
// run with --summary-export=/dev/stdout
// expect exit 0
// expect output "root_group": {
// expect output "own_count": {
// expect output "metrics": {
import { Counter } from 'k6/metrics';

const count = new Counter('own_count');

export default function () { count.add(2); }
