//! Which answers agree to a WebSocket.

use super::*;
use crate::message::Fields;

/// The example of RFC 6455, section 1.3.
fn key() -> Key {
    Key::new(*b"the sample nonce")
}

fn answer(lines: &[(&str, &str)]) -> Result<Option<String>, HandshakeError> {
    let mut fields = Fields::default();
    lines.iter().for_each(|(name, value)| fields.push(name.as_bytes(), value.as_bytes()));
    check_answer(&fields, &key(), &["chat".into(), "news".into()])
        .map(|chosen| chosen.map(str::to_owned))
}

const UPGRADE: (&str, &str) = ("Upgrade", "WebSocket");
const CONNECTION: (&str, &str) = ("connection", "keep-alive, Upgrade");
const ACCEPT: (&str, &str) = ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

#[test]
fn the_key_of_the_standard_has_the_answer_of_the_standard() {
    assert_eq!(key().as_str(), "dGhlIHNhbXBsZSBub25jZQ==");
    assert_eq!(key().accept(), ACCEPT.1);
}

#[test]
fn an_answer_that_agrees_is_taken_with_the_subprotocol_it_chose() {
    assert_eq!(answer(&[UPGRADE, CONNECTION, ACCEPT]), Ok(None));
    let chosen = ("sec-websocket-protocol", "news");
    assert_eq!(answer(&[UPGRADE, CONNECTION, ACCEPT, chosen]), Ok(Some("news".into())));
}

#[test]
fn an_answer_that_does_not_agree_says_what_is_missing() {
    assert_eq!(
        answer(&[CONNECTION, ACCEPT]),
        Err(HandshakeError::NotUpgraded("Upgrade: websocket"))
    );
    assert_eq!(answer(&[UPGRADE, ACCEPT]), Err(HandshakeError::NotUpgraded("Connection: Upgrade")));
    assert_eq!(answer(&[UPGRADE, CONNECTION]), Err(HandshakeError::WrongAccept));
    let mail = ("sec-websocket-protocol", "mail");
    let wrong = HandshakeError::WrongProtocol("mail".into());
    assert_eq!(answer(&[UPGRADE, CONNECTION, ACCEPT, mail]), Err(wrong));
    let deflate = ("sec-websocket-extensions", "permessage-deflate");
    let extension = HandshakeError::Extension("permessage-deflate".into());
    assert_eq!(answer(&[UPGRADE, CONNECTION, ACCEPT, deflate]), Err(extension));
}
