//! Fields and rests, value in, value out.

use super::*;

#[test]
fn fields_are_found_by_name_whatever_the_case() {
    let fields =
        Fields::of_head(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2 \r\nX: y\r\n\r\n");
    assert_eq!(fields.get("x"), Some(&b"y"[..]));
    assert_eq!(fields.all("set-cookie").collect::<Vec<_>>(), [&b"a=1"[..], b"b=2"]);
    assert_eq!(fields.get("absent"), None);
}

#[test]
fn a_pushed_field_stays_one_line() {
    let mut fields = Fields::default();
    fields.push(b"a", b"1\r\nb: 2");
    assert_eq!(fields.iter().collect::<Vec<_>>(), [("a", &b"1b: 2"[..])]);
}

#[test]
fn a_rest_is_read_in_order_whatever_is_consumed_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    let content: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
    std::fs::write(&path, &content).expect("a file");
    let file = Piece::File { path: path.into(), length: content.len() as u64 };
    let pieces = [
        Piece::Bytes(b"head".to_vec()),
        Piece::Bytes(Vec::new()),
        file,
        Piece::Bytes(b"tail".to_vec()),
    ];
    let wanted = [b"head", &content[..], b"tail"].concat();
    for step in [1_000, 64 * 1024, usize::MAX] {
        let mut reader = RestReader::new(Rest::Pieces(&pieces));
        let mut read = Vec::new();
        loop {
            let chunk = reader.chunk().expect("a chunk");
            let taken = chunk.len().min(step);
            if taken == 0 {
                break;
            }
            read.extend_from_slice(&chunk[..taken]);
            reader.consume(taken);
        }
        assert_eq!(read, wanted);
    }
    assert_eq!(Rest::Pieces(&pieces).length(), wanted.len() as u64);
}

#[test]
fn a_file_that_became_shorter_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    std::fs::write(&path, b"123").expect("a file");
    let pieces = [Piece::File { path: path.into(), length: 4 }];
    let mut reader = RestReader::new(Rest::Pieces(&pieces));
    assert_eq!(reader.chunk().expect("what is there"), b"123");
    reader.consume(3);
    let error = reader.chunk().expect_err("a byte is missing");
    assert!(error.to_string().contains("shorter"));
}
