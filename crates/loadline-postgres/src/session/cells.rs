//! Rows, read by the names of their columns. In comes a row; out go numbers and texts, or an error that names the column.
//! Text that is no UTF-8, as a database in SQL_ASCII may hold, is shown as far as it can be.
//!
//! Deliberately not here: types other than those that statements of this crate cast to.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Kind, Type};

use super::error::SessionError;

/// A row's cells by column.
pub trait Cells {
    /// A text; empty for NULL.
    ///
    /// # Errors
    ///
    /// When there is no such column, or it is of another type.
    fn text(&self, column: &str) -> Result<String, SessionError>;
    /// A text, or none for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn text_or_none(&self, column: &str) -> Result<Option<String>, SessionError>;
    /// Texts of an array; none for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn texts(&self, column: &str) -> Result<Vec<String>, SessionError>;
    /// An `int8`; 0 for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn int(&self, column: &str) -> Result<i64, SessionError>;
    /// An `int8`, or none for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn int_or_none(&self, column: &str) -> Result<Option<i64>, SessionError>;
    /// A `float8`; 0 for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn float(&self, column: &str) -> Result<f64, SessionError>;
    /// A `float8`, or none for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn float_or_none(&self, column: &str) -> Result<Option<f64>, SessionError>;
    /// A `bool`; false for NULL.
    ///
    /// # Errors
    ///
    /// As with [`text`](Self::text).
    fn bool(&self, column: &str) -> Result<bool, SessionError>;
}

impl Cells for Row {
    fn text(&self, column: &str) -> Result<String, SessionError> {
        Ok(self.text_or_none(column)?.unwrap_or_default())
    }

    fn text_or_none(&self, column: &str) -> Result<Option<String>, SessionError> {
        Ok(cell::<Lossy>(self, column)?.map(|Lossy(text)| text))
    }

    fn texts(&self, column: &str) -> Result<Vec<String>, SessionError> {
        let texts = cell::<Vec<Option<Lossy>>>(self, column)?.unwrap_or_default();
        Ok(texts.into_iter().map(|text| text.map_or(String::new(), |Lossy(text)| text)).collect())
    }

    fn int(&self, column: &str) -> Result<i64, SessionError> {
        Ok(cell(self, column)?.unwrap_or_default())
    }

    fn int_or_none(&self, column: &str) -> Result<Option<i64>, SessionError> {
        cell(self, column)
    }

    fn float(&self, column: &str) -> Result<f64, SessionError> {
        Ok(cell(self, column)?.unwrap_or_default())
    }

    fn float_or_none(&self, column: &str) -> Result<Option<f64>, SessionError> {
        cell(self, column)
    }

    fn bool(&self, column: &str) -> Result<bool, SessionError> {
        Ok(cell(self, column)?.unwrap_or_default())
    }
}

fn cell<'row, T: FromSql<'row>>(row: &'row Row, column: &str) -> Result<Option<T>, SessionError> {
    row.try_get::<_, Option<T>>(column).map_err(|error| SessionError::Shape {
        why: format!(
            "column {column}: {}",
            error.into_source().map_or_else(String::new, |why| why.to_string())
        ),
    })
}

/// A text of whatever bytes.
struct Lossy(String);

impl<'row> FromSql<'row> for Lossy {
    fn from_sql(_: &Type, raw: &'row [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(String::from_utf8_lossy(raw).into_owned()))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN | Type::BPCHAR | Type::JSON
        ) && !matches!(kind.kind(), Kind::Array(_))
    }
}
