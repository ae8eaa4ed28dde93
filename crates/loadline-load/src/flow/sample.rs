//! A failing request as it is kept to be shown: short, and without a secret.

use std::time::{SystemTime, UNIX_EPOCH};

use loadline_core::sample::{EXCERPT_BYTES_MAX, Excerpt, Sample};

use super::answer::{Failure, unexpected_status};
use super::bench::Bench;
use super::head;
use super::redact::Redactor;
use super::step::{Done, Sending};
use crate::coding::{decode_all, named};
use crate::message::{EXCERPT_BYTES, Fields, Reply};

/// Bytes of an answer's body that are decoded to be shown.
const DECODED_BYTES_MAX: usize = 256 * 1024;

/// Keeps a sample of what failed where one of its kind is still wanted.
pub(super) fn keep<T>(done: &Done<'_>, failure: &Failure<'_>, bench: &Bench<T>) {
    let label = &bench.plan.labels[done.step.label_place];
    let reply = done.exchange.result.as_ref().ok();
    let status = reply.map(|reply| reply.status);
    let error = failure.kind.as_str();
    if !bench.worker.recorder().wants_sample(&label.name, status, error) {
        return;
    }
    let redactor = &bench.plan.redactor;
    let detail = match status {
        Some(status) if failure.detail.is_empty() => unexpected_status(done.step, status),
        _ => failure.detail.clone().into_owned(),
    };
    let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let sending = &done.sending;
    let sample = Sample {
        at_ms: at.as_millis() as i64,
        name: label.name.to_string(),
        method: sending.method.as_str().to_owned(),
        url: redactor.text(&format!("{}{}", sending.endpoint, sending.path())),
        status,
        error: error.to_owned(),
        detail: redactor.text(&detail),
        request: request_excerpt(sending, redactor),
        response: reply.map(|reply| response_excerpt(reply, redactor)).unwrap_or_default(),
    };
    bench.worker.recorder().sample(sample);
}

fn request_excerpt(sending: &Sending<'_>, redactor: &Redactor) -> Excerpt {
    let (head, body) = sending.payload.written.split_at(head::end(sending.payload.written));
    let mut body = body_excerpt(body, redactor);
    if !sending.is_in_memory() {
        let length = sending.payload.rest.length();
        body.push_str(&format!("… and {length} bytes that are not shown"));
    }
    Excerpt { head: redactor.head(head, EXCERPT_BYTES_MAX), body }
}

fn response_excerpt(reply: &Reply, redactor: &Redactor) -> Excerpt {
    let mut head = format!("{}\n", reply.status).into_bytes();
    for (name, value) in reply.fields.iter().flat_map(Fields::iter) {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.push(b'\n');
    }
    let coded = reply.body.as_deref().unwrap_or_default();
    let decoded = decoded(reply, coded);
    let body = decoded.as_deref().unwrap_or(coded);
    let mut excerpt = Excerpt {
        head: redactor.head(&head, EXCERPT_BYTES_MAX),
        body: body_excerpt(body, redactor),
    };
    let is_cut = decoded.is_none() && reply.body_bytes > coded.len() as u64;
    if is_cut && coded.len() >= EXCERPT_BYTES && !excerpt.body.ends_with('…') {
        excerpt.body.push('…');
    }
    excerpt
}

/// The body with its codings undone, where it is there as a whole and small enough.
fn decoded(reply: &Reply, coded: &[u8]) -> Option<Vec<u8>> {
    let header = reply.fields.as_ref()?.get("content-encoding")?;
    let codings = named(&String::from_utf8_lossy(header)).ok()?;
    decode_all(&codings, coded.to_vec(), DECODED_BYTES_MAX).ok()
}

/// A body as text; of one that is no text only its length.
fn body_excerpt(body: &[u8], redactor: &Redactor) -> String {
    let shown = &body[..body.len().min(EXCERPT_BYTES_MAX)];
    if shown.contains(&0) {
        return format!("{} bytes that are not text", body.len());
    }
    redactor.excerpt(body, EXCERPT_BYTES_MAX)
}
