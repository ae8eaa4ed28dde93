//! The names of the series a load test emits, with their kind and unit.
//!
//! Times are in seconds, sizes in bytes. Series of requests carry the tags `name`, `method` and `class`, with
//! `status` where an answer came and `error` with the kind of error where they failed; both for a bad status.

/// Histogram: intended start to last byte. Equal to the service time in closed tests.
pub const RESPONSE_TIME: &str = "http_response_time";
/// Histogram: actual start to last byte; emitted by open tests, where it differs from the response time.
pub const SERVICE_TIME: &str = "http_service_time";
/// Counter: finished requests, failed ones included.
pub const HTTP_REQUESTS: &str = "http_requests";
/// Share: failed among finished requests.
pub const HTTP_ERRORS: &str = "http_errors";
/// Histogram: looking up the address, where a request had to.
pub const PHASE_DNS: &str = "http_phase_dns";
/// Histogram: establishing the TCP connection, where a request had to.
pub const PHASE_CONNECT: &str = "http_phase_connect";
/// Histogram: the TLS handshake, where a request had to.
pub const PHASE_TLS: &str = "http_phase_tls";
/// Histogram: first to last byte of the request.
pub const PHASE_SEND: &str = "http_phase_send";
/// Histogram: last byte of the request to first byte of the response.
pub const PHASE_WAIT: &str = "http_phase_wait";
/// Histogram: first to last byte of the response.
pub const PHASE_RECEIVE: &str = "http_phase_receive";
/// Counter: finished iterations.
pub const ITERATIONS: &str = "iterations";
/// Counter: iterations cut off at the end of the test.
pub const ITERATIONS_INTERRUPTED: &str = "iterations_interrupted";
/// Counter: iterations that should have been begun and never were: arrivals dropped at once because no user was
/// free, and what was left of a number of iterations when their time was over.
pub const DROPPED_ITERATIONS: &str = "dropped_iterations";
/// Histogram: start of the first request to end of the last of an iteration, think time left out.
pub const ITERATION_TIME: &str = "iteration_time";
/// Share: checks that held.
pub const CHECKS: &str = "checks";
/// Gauge: users at work, the most of each window.
pub const USERS: &str = "users";
/// Counter: bytes sent.
pub const BYTES_SENT: &str = "bytes_sent";
/// Counter: bytes received.
pub const BYTES_RECEIVED: &str = "bytes_received";
/// Counter: connections opened.
pub const CONNECTIONS_OPENED: &str = "connections_opened";
/// Histogram: the moment an arrival was due to the moment a user took it up, where one was free.
pub const GENERATOR_LAG: &str = "generator_lag";
/// Gauge, tag `thread`: share of a core used.
pub const GENERATOR_CPU: &str = "generator_cpu";
/// Gauge, tag `thread`: share of time spent runnable but waiting for a core.
pub const GENERATOR_QUEUE: &str = "generator_queue";
/// Gauge: resident memory of the generator in bytes.
pub const GENERATOR_MEMORY: &str = "generator_memory";
/// Share: arrivals given up because the late queue was full or the test ended.
pub const DROPPED_ARRIVALS: &str = "dropped_arrivals";
/// Share: arrivals that had to wait for a free user.
pub const LATE_ARRIVALS: &str = "late_arrivals";
/// Gauge: arrivals per second the test intends.
pub const OFFERED_RATE: &str = "offered_rate";
/// Gauge: open WebSockets, the most of each window.
pub const WEBSOCKETS_OPEN: &str = "websockets_open";
/// Counter, tagged as requests are: messages sent over WebSockets, pings left out.
pub const WEBSOCKET_MESSAGES_SENT: &str = "websocket_messages_sent";
/// Counter, tagged as requests are: messages received over WebSockets, wanted or not.
pub const WEBSOCKET_MESSAGES_RECEIVED: &str = "websocket_messages_received";
/// Histogram, tagged as requests are: the last message sent to the one that was then expected.
pub const WEBSOCKET_REPLY_TIME: &str = "websocket_reply_time";
/// Histogram, tagged as requests are: the agreement to a WebSocket to its end, whatever ended it.
pub const WEBSOCKET_SESSION_TIME: &str = "websocket_session_time";
/// Share, tagged as requests are: WebSockets that did not end as they were meant to, among those that ended.
pub const WEBSOCKET_ERRORS: &str = "websocket_errors";
/// Counter, tagged as requests are: server-sent events received.
pub const EVENTS_RECEIVED: &str = "events_received";
/// Histogram, tagged as requests are: the start of the request to the first event.
pub const EVENT_FIRST_TIME: &str = "event_first_time";
/// Histogram, tagged as requests are: one event to the next.
pub const EVENT_GAP_TIME: &str = "event_gap_time";
/// Share, tagged as requests are: streams of events that did not end as they were meant to, among those that
/// ended.
pub const EVENT_ERRORS: &str = "event_errors";

/// Tag: the request's name.
pub const TAG_NAME: &str = "name";
/// Tag: the request's method.
pub const TAG_METHOD: &str = "method";
/// Tag: the endpoint's class.
pub const TAG_CLASS: &str = "class";
/// Tag: the answer's status.
pub const TAG_STATUS: &str = "status";
/// Tag: the load, where a test drives several side by side.
pub const TAG_LOAD: &str = "load";
/// Tag: the kind of error.
pub const TAG_ERROR: &str = "error";
/// Tag: the generator's thread.
pub const TAG_THREAD: &str = "thread";
