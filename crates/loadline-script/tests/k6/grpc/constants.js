// The statuses.
// expect exit 0
// expect checks 17 passed, 0 failed
import { check } from 'k6';
import grpc, { StatusOK } from 'k6/net/grpc';

const names = ['OK', 'Canceled', 'Unknown', 'InvalidArgument', 'DeadlineExceeded', 'NotFound', 'AlreadyExists', 'PermissionDenied', 'ResourceExhausted', 'FailedPrecondition', 'Aborted', 'OutOfRange', 'Unimplemented', 'Internal', 'Unavailable', 'DataLoss', 'Unauthenticated'];

export default function () {
  names.forEach((name, code) => check(grpc, { [name]: (g) => g[`Status${name}`] == code && StatusOK == 0 }));
}
