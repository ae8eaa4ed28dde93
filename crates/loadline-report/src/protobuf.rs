//! The few forms of Protocol Buffers that requests to receivers of metrics are made of.

/// A message being written.
#[derive(Debug, Default)]
pub(crate) struct Message(Vec<u8>);

/// How a field's bytes are laid out.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
}

impl Message {
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// An unsigned whole number, or a signed one that is not negative.
    pub(crate) fn unsigned(&mut self, field: u32, value: u64) {
        self.key(field, Wire::Varint);
        self.varint(value);
    }

    /// A signed whole number in the form where small ones are short (`sint32`, `sint64`).
    pub(crate) fn signed(&mut self, field: u32, value: i64) {
        self.unsigned(field, zigzag(value));
    }

    pub(crate) fn double(&mut self, field: u32, value: f64) {
        self.key(field, Wire::Fixed64);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn text(&mut self, field: u32, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    pub(crate) fn message(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        write(&mut inner);
        self.bytes(field, &inner.0);
    }

    /// A whole number of eight bytes, whatever its size (`fixed64`, `sfixed64`).
    pub(crate) fn fixed(&mut self, field: u32, value: u64) {
        self.key(field, Wire::Fixed64);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// A list of eight bytes each, one behind the other.
    pub(crate) fn fixed_list(&mut self, field: u32, values: impl IntoIterator<Item = u64>) {
        let bytes: Vec<u8> = values.into_iter().flat_map(u64::to_le_bytes).collect();
        self.bytes(field, &bytes);
    }

    /// A list of signed whole numbers, one behind the other.
    pub(crate) fn signed_list(&mut self, field: u32, values: impl IntoIterator<Item = i64>) {
        let mut inner = Self::default();
        values.into_iter().for_each(|value| inner.varint(zigzag(value)));
        self.bytes(field, &inner.0);
    }

    fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.key(field, Wire::Length);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn key(&mut self, field: u32, wire: Wire) {
        self.varint(u64::from(field) << 3 | wire as u64);
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}
