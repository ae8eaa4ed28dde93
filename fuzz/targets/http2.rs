//! The state of an HTTP/2 connection: requests, bodies and whatever a peer may send come in, in any order.
//! It must not panic, must stay within its limits, and every stream must come to an end when the
//! connection does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_load::http2::{BlockMemo, Client, Event, Opening, StreamKey};
use loadline_load::message::{Keep, Limits};

/// Small, so that the fuzzer reaches them.
const LIMITS: Limits = Limits { head_bytes_max: 512, body_bytes_max: 4_096 };
/// Streams at once, so that a run of requests is no finding about memory.
const STREAMS_MAX: usize = 8;
/// What may wait to be written: bodies up to a limit, and short answers to what was fed at once.
const OUT_BYTES_MAX: usize = 256 * 1024;
const HEADS: [&[u8]; 4] = [
    b"GET / HTTP/1.1\r\nhost: a\r\n\r\n",
    b"HEAD /x HTTP/1.1\r\nhost: a\r\nx-one: 1\r\n\r\n",
    b"POST /y HTTP/1.1\r\nhost: b\r\ncontent-length: 9\r\n\r\n",
    b"\r\nnot a head",
];

/// What the fuzzer steers.
struct Run {
    client: Client,
    open: Vec<StreamKey>,
    done: Vec<StreamKey>,
}

fuzz_target!(|input: &[u8]| {
    let mut run = Run {
        client: Client::new(false, LIMITS, BlockMemo::default()),
        open: Vec::new(),
        done: Vec::new(),
    };
    let mut input = input;
    while let Some((action, rest)) = input.split_first() {
        input = run.act(*action, rest);
        run.check();
    }
    let done = &mut run.done;
    run.client.end(&mut |event| note(done, event));
    run.take_done();
    assert!(run.open.is_empty(), "streams outlive their connection: {:?}", run.open);
});

fn note(done: &mut Vec<StreamKey>, event: Event) {
    if let Event::Done(key) = event {
        assert!(!done.contains(&key), "a stream is done twice");
        done.push(key);
    }
}

impl Run {
    /// Does what the byte says; gives the input that is left.
    fn act<'a>(&mut self, action: u8, rest: &'a [u8]) -> &'a [u8] {
        let argument = usize::from(action >> 3);
        match action & 7 {
            0 => self.request(argument),
            1 => {
                if let Some(key) = self.open.get(argument % STREAMS_MAX).copied() {
                    self.client.send_body(key, &[0; 2_000][..argument * 64]);
                }
            }
            2 => {
                let length = self.client.out().len().min(1 << argument.min(20));
                self.client.wrote(length, &mut |_| {});
            }
            3 => self.take_done(),
            4 => {
                if !self.open.is_empty() {
                    let key = self.open.swap_remove(argument % self.open.len());
                    self.done.retain(|done| *done != key);
                    self.client.release(key);
                }
            }
            // A frame whose length is right, as few random bytes would be.
            5 => {
                let (payload, rest) = rest.split_at(rest.len().min(argument + 6));
                let Some((head, payload)) = payload.split_first_chunk::<3>() else { return rest };
                let [kind, flags, stream] = *head;
                let length = payload.len() as u8;
                self.feed(&[&[0, 0, length, kind % 11, flags, 0, 0, 0, stream], payload].concat());
                return rest;
            }
            _ => {
                let (bytes, rest) = rest.split_at(rest.len().min(argument + 1));
                self.feed(bytes);
                return rest;
            }
        }
        rest
    }

    fn request(&mut self, argument: usize) {
        let opening = Opening {
            written: HEADS[argument & 3],
            rest_bytes: if argument & 4 == 0 { 0 } else { 3_000 },
            head_only: argument & 3 == 1,
            keep: Keep {
                fields: argument & 8 != 0,
                body: argument & 8 != 0,
                failure: argument & 16 != 0,
            peer: false,
            },
        };
        if self.open.len() < STREAMS_MAX
            && let Ok((key, _)) = self.client.open(&opening)
        {
            self.open.push(key);
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let done = &mut self.done;
        let _ = self.client.feed(bytes, &mut |event| note(done, event));
    }

    fn take_done(&mut self) {
        for key in self.done.drain(..) {
            let ended = self.client.take(key).expect("a stream that is done has an end");
            if let Ok(reply) = ended.result {
                assert!(reply.body_bytes <= LIMITS.body_bytes_max, "{} bytes", reply.body_bytes);
                assert!(reply.status >= 200, "status {}", reply.status);
            }
            self.open.retain(|open| *open != key);
        }
    }

    fn check(&self) {
        assert!(self.client.out().len() <= OUT_BYTES_MAX, "{} bytes", self.client.out().len());
        assert_eq!(self.client.streams_open(), self.open.len());
    }
}
