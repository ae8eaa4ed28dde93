// The health of a server and of its services.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  check(client.healthCheck(), { 'the server': (r) => r.status === grpc.StatusOK && r.message.status === grpc.HealthCheckServing });
  check(client.healthCheck('playground.Mirror'), { 'one that is not well': (r) => r.message.status === grpc.HealthCheckNotServing });
  check(client.healthCheck('nobody'), { 'one that is not there': (r) => r.status === grpc.StatusNotFound });
  client.close();
}
