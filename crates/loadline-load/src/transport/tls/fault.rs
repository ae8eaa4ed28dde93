//! A handshake that failed, as an error with words for what people meet most.

use std::io;

use rustls::CertificateError;

use crate::transport::fault::{ErrorKind, Fault};

/// What the library calls a certificate of an authority where one of a server should be.
const AUTHORITY: &str = "CaUsedAsEndEntity";

/// The fault of a handshake that ended with `error`.
pub(in crate::transport) fn fault_of_handshake(error: &io::Error) -> Fault {
    let fault = Fault::io(error);
    if fault.kind == ErrorKind::Reset {
        return fault;
    }
    let detail = match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(rustls::Error::InvalidCertificate(CertificateError::Other(other)))
            if other.0.to_string() == AUTHORITY =>
        {
            "the server shows the certificate of an authority (CA:TRUE), not one of a server"
                .to_owned()
        }
        Some(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            "nobody who is trusted has issued the server's certificate (UnknownIssuer)".to_owned()
        }
        _ => fault.detail,
    };
    Fault::new(ErrorKind::Tls, detail)
}
