//! Servers that no other server would be: they end TLS without a word, answer before they listen, tell who
//! called, or listen in the file system.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use loadline_testkit::TlsIdentity;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Serves each connection in turn on a thread that lives as long as the test's process.
fn serve(mut serve_one: impl FnMut(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(&mut serve_one));
    address
}

/// Reads up to the end of a request's head; what follows stays unread.
fn read_head(stream: &mut impl Read) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(())
}

/// Answers each request with `answer` over TLS, and closes the connection without saying so in TLS.
pub(crate) fn tls_without_goodbye(identity: &TlsIdentity, answer: &'static str) -> SocketAddr {
    let certificate =
        CertificateDer::from_pem_slice(identity.certificate_pem().as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(identity.private_key_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    serve(move |tcp| {
        let connection = ServerConnection::new(config.clone()).unwrap();
        let mut stream = StreamOwned::new(connection, tcp);
        if read_head(&mut stream).is_ok() {
            let _ = stream.write_all(answer.as_bytes());
        }
    })
}

/// Answers `413` to the head of each connection's first request, says that the connection can be kept, and
/// never reads on.
pub(crate) fn refuses_bodies() -> SocketAddr {
    let mut kept = Vec::new();
    serve(move |mut tcp| {
        if read_head(&mut tcp).is_ok() {
            let _ = tcp.write_all(b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n");
        }
        kept.push(tcp);
    })
}

/// Where nobody listens.
pub(crate) fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Answers every request, and tells from which address each connection came.
pub(crate) fn callers() -> (SocketAddr, Receiver<SocketAddr>) {
    let (sender, callers) = channel();
    let address = serve(move |mut tcp| {
        let _ = sender.send(tcp.peer_addr().unwrap());
        thread::spawn(move || {
            while read_head(&mut tcp).is_ok() {
                let _ = tcp.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    });
    (address, callers)
}

/// Listens in the file system and passes all bytes on to `target` and back.
pub(crate) fn unix_relay(path: &Path, target: SocketAddr) {
    let listener = UnixListener::bind(path).unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(|unix| relay(&unix, target)));
}

/// The same with a backlog that is full, until something is sent to it.
pub(crate) fn unix_backlog(path: &Path, target: SocketAddr) -> Sender<()> {
    let listener = UnixListener::bind(path).unwrap();
    // Tells the system again how many may wait: none, which it takes for one.
    rustix::net::listen(&listener, 0).unwrap();
    let waiting = UnixStream::connect(path).unwrap();
    let (release, released) = channel();
    thread::spawn(move || {
        let _ = released.recv();
        drop(waiting);
        listener.incoming().flatten().for_each(|unix| relay(&unix, target));
    });
    release
}

fn relay(unix: &UnixStream, target: SocketAddr) {
    let tcp = TcpStream::connect(target).unwrap();
    let (mut unix_in, mut tcp_out) = (unix.try_clone().unwrap(), tcp.try_clone().unwrap());
    let (mut tcp_in, mut unix_out) = (tcp, unix.try_clone().unwrap());
    thread::spawn(move || {
        let _ = std::io::copy(&mut unix_in, &mut tcp_out);
        let _ = tcp_out.shutdown(std::net::Shutdown::Write);
    });
    thread::spawn(move || {
        let _ = std::io::copy(&mut tcp_in, &mut unix_out);
        let _ = unix_out.shutdown(std::net::Shutdown::Write);
    });
}
