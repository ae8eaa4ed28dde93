// A description that is not there ends the run in init.
// expect exit 107
// expect console missing.proto
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load([], 'missing.proto');

export default function () {}
