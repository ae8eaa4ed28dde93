//! The server: connections in, each call handed to its service.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use http::Request;
use prost_types::FileDescriptorSet;
use protox::Compiler;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};

use super::call::{Call, Status, UNIMPLEMENTED};
use super::{guide, health, mirror, reflection};
use crate::error::StartError;
use crate::host::Host;
use crate::stream::{Stream, secured};
use crate::tls::{HTTP_2, TlsIdentity};

/// The file that says what there is.
const PROTO_NAME: &str = "playground.proto";
const PROTO: &str = include_str!("../../proto/playground.proto");

/// A gRPC server on a free loopback port. Stops when dropped.
#[derive(Debug)]
pub struct GrpcServer {
    host: Host,
}

impl GrpcServer {
    /// Starts a server, with TLS where there is a certificate.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or the certificate is refused.
    pub fn start(tls: Option<&TlsIdentity>) -> Result<Self, StartError> {
        let acceptor = tls.map(|identity| identity.acceptor(HTTP_2)).transpose()?;
        let known = Arc::new(descriptors());
        let host = Host::start(move || {
            Ok(move |tcp| {
                let (acceptor, known) = (acceptor.clone(), Arc::clone(&known));
                async move {
                    if let Ok(stream) = secured(tcp, acceptor.as_ref()).await {
                        // A broken connection is the client's to notice.
                        let _ = serve(stream, known).await;
                    }
                }
            })
        })?;
        Ok(Self { host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// What it offers as an encoded set of file descriptors, as compilers write them.
    #[must_use]
    pub fn descriptor_set() -> Vec<u8> {
        prost::Message::encode_to_vec(&descriptors())
    }
}

/// The file as it is embedded here.
struct Embedded;

impl FileResolver for Embedded {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match name {
            PROTO_NAME => File::from_source(name, PROTO),
            other => Err(protox::Error::file_not_found(other)),
        }
    }
}

fn descriptors() -> FileDescriptorSet {
    let mut resolver = ChainFileResolver::new();
    resolver.add(Embedded);
    resolver.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true);
    compiler.open_file(PROTO_NAME).expect("the file is sound, which tests show");
    compiler.file_descriptor_set()
}

async fn serve(stream: Box<dyn Stream>, known: Arc<FileDescriptorSet>) -> io::Result<()> {
    let mut connection = h2::server::handshake(stream).await.map_err(io::Error::other)?;
    while let Some(next) = connection.accept().await {
        let (request, respond) = next.map_err(io::Error::other)?;
        tokio::spawn(serve_call(request, respond, Arc::clone(&known)));
    }
    Ok(())
}

async fn serve_call(
    request: Request<RecvStream>,
    respond: SendResponse<Bytes>,
    known: Arc<FileDescriptorSet>,
) {
    let path = request.uri().path().to_owned();
    let (parts, incoming) = request.into_parts();
    let mut call = Call::new(parts.headers, incoming, respond);
    let ended = match path.split('/').collect::<Vec<_>>()[..] {
        ["", "playground.Guide", method] => guide::serve(method, &mut call).await,
        ["", "playground.Mirror", method] => mirror::serve(method, &mut call).await,
        ["", "grpc.health.v1.Health", method] => health::serve(method, &mut call).await,
        [
            "",
            "grpc.reflection.v1.ServerReflection" | "grpc.reflection.v1alpha.ServerReflection",
            method,
        ] => reflection::serve(method, &mut call, &known).await,
        _ => Err(Status::new(UNIMPLEMENTED, format!("unknown method {path}"))),
    };
    call.end(ended);
}
