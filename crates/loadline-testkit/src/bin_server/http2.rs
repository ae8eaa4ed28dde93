//! The same server over HTTP/2: requests of one connection in, each answered as it comes.
//!
//! Deliberately not here: what is answered, which is the same as over HTTP/1.1.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use http::{Request, Response};

use super::request::{Asked, BODY_BYTES_MAX};
use super::routes::answer;
use super::server::note;
use crate::stream::Stream;

/// Serves a connection until the peer leaves.
pub(super) async fn serve(
    stream: Box<dyn Stream>,
    scheme: &'static str,
    heads: Arc<Mutex<VecDeque<String>>>,
) -> io::Result<()> {
    let mut connection = h2::server::handshake(stream).await.map_err(io::Error::other)?;
    while let Some(next) = connection.accept().await {
        let (request, respond) = next.map_err(io::Error::other)?;
        let heads = Arc::clone(&heads);
        tokio::spawn(async move {
            // A broken stream is the client's to notice.
            let _ = serve_request(request, respond, scheme, &heads).await;
        });
    }
    Ok(())
}

async fn serve_request(
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    scheme: &str,
    heads: &Mutex<VecDeque<String>>,
) -> io::Result<()> {
    let asked = asked(request).await?;
    note(heads, &asked);
    let answer = answer(&asked, scheme);
    if let Some(delay) = answer.delay {
        tokio::time::sleep(delay).await;
    }
    let has_body = answer.may_have_body() && asked.method != "HEAD" && !answer.body.is_empty();
    let mut head = Response::builder().status(answer.status);
    for (name, value) in &answer.fields {
        head = head.header(name, value);
    }
    if answer.may_have_body() && !answer.chunked {
        head = head.header("content-length", answer.body.len());
    }
    let head = head.body(()).map_err(io::Error::other)?;
    let mut body = respond.send_response(head, !has_body).map_err(io::Error::other)?;
    if has_body {
        body.send_data(Bytes::from(answer.body), true).map_err(io::Error::other)?;
    }
    Ok(())
}

/// The request with its body, as one over HTTP/1.1 would be.
async fn asked(request: Request<RecvStream>) -> io::Result<Asked> {
    let (parts, mut stream) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let mut fields = Vec::new();
    if let Some(authority) = parts.uri.authority() {
        fields.push(("host".to_owned(), authority.to_string()));
    }
    for name in parts.headers.keys() {
        let values = parts.headers.get_all(name).iter();
        let values: Vec<_> = values.map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
        let joint = if name == "cookie" { "; " } else { ", " };
        fields.push((name.to_string(), values.join(joint)));
    }
    let mut head = format!("{} {target} HTTP/2\r\n", parts.method);
    fields.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    let mut asked = Asked::new(head, parts.method.to_string(), target, fields);
    while let Some(data) = stream.data().await {
        let data = data.map_err(io::Error::other)?;
        if asked.body.len() + data.len() > BODY_BYTES_MAX {
            return Err(io::Error::other("the request body is too long"));
        }
        asked.body.extend_from_slice(&data);
        let _ = stream.flow_control().release_capacity(data.len());
    }
    Ok(asked)
}
