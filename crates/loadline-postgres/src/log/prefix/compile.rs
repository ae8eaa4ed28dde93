//! From the text of `log_line_prefix` to pieces.
//!
//! Deliberately not here: how a piece matches (`matching`, `scan`).

/// Pieces of a prefix at most; PostgreSQL's own list has 24 letters.
const PIECES_MAX: usize = 64;

/// Why a text is no prefix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrefixError {
    /// `%` with a letter that PostgreSQL does not have.
    #[error("`%{0}` is nothing that log_line_prefix has")]
    UnknownEscape(char),
    /// A `%` at the end.
    #[error("it ends with a single `%`")]
    Unfinished,
    /// More pieces than anybody needs.
    #[error("it has more than {PIECES_MAX} parts")]
    TooLong,
}

/// What an escape stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Application,
    User,
    Database,
    /// `%r`: address and port.
    Remote,
    /// `%h`, `%L`.
    Host,
    /// `%b`, `%i`, `%v` and whatever else is text and not looked at.
    Text,
    Pid,
    /// `%P`, `%l`, `%x`, `%Q`: digits, perhaps with a sign.
    Number,
    /// `%t`, `%m`.
    Time,
    /// `%n`.
    Epoch,
    /// `%s`: a time that is not the entry's.
    Start,
    /// `%e`.
    State,
    /// `%c`: hexadecimal digits and a point.
    Session,
}

impl Field {
    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'a' => Self::Application,
            'u' => Self::User,
            'd' => Self::Database,
            'r' => Self::Remote,
            'h' | 'L' => Self::Host,
            'b' | 'i' | 'v' => Self::Text,
            'p' => Self::Pid,
            'P' | 'l' | 'x' | 'Q' => Self::Number,
            't' | 'm' => Self::Time,
            'n' => Self::Epoch,
            's' => Self::Start,
            'e' => Self::State,
            'c' => Self::Session,
            _ => return None,
        })
    }
}

/// One piece of a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(Vec<u8>),
    Field(Field),
    /// `%q`: background processes write nothing behind it.
    Stop,
}

/// A compiled `log_line_prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    pub(super) pieces: Vec<Piece>,
    text: String,
}

impl Prefix {
    /// Compiles the setting's text, `%m [%p] %q%u@%d `.
    ///
    /// # Errors
    /// When it has an escape that PostgreSQL does not have.
    pub fn compile(text: &str) -> Result<Self, PrefixError> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                push_literal(&mut pieces, letter);
                continue;
            }
            // A width pads with blanks, `%-10u`; blanks around a field are read over anyway.
            while letters.next_if(|letter| *letter == '-' || letter.is_ascii_digit()).is_some() {}
            match letters.next().ok_or(PrefixError::Unfinished)? {
                '%' => push_literal(&mut pieces, '%'),
                'q' => pieces.push(Piece::Stop),
                letter => {
                    let field =
                        Field::of_letter(letter).ok_or(PrefixError::UnknownEscape(letter))?;
                    pieces.push(Piece::Field(field));
                }
            }
        }
        if pieces.len() > PIECES_MAX {
            return Err(PrefixError::TooLong);
        }
        Ok(Self { pieces, text: text.to_owned() })
    }

    /// The setting's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn push_literal(pieces: &mut Vec<Piece>, letter: char) {
    let mut bytes = [0; 4];
    let bytes = letter.encode_utf8(&mut bytes).as_bytes();
    match pieces.last_mut() {
        Some(Piece::Literal(literal)) => literal.extend_from_slice(bytes),
        _ => pieces.push(Piece::Literal(bytes.to_vec())),
    }
}
