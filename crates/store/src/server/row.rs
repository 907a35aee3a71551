//! One row of a query result.

use crate::{Cell, FromCell, StoreError};

/// Gives access to the cells of the driver's current row.
pub(crate) trait Cells {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError>;
}

/// One row of a query result.
pub struct Row<'a>(pub(crate) &'a dyn Cells);

impl Row<'_> {
    /// The cell of a column, counted from 0, as a type.
    pub fn get<T: FromCell>(&self, column: usize) -> Result<T, StoreError> {
        T::from_cell(self.0.cell(column)?).ok_or(StoreError::Column { column, expected: T::EXPECTED })
    }

    /// The cell of a column, without conversion.
    pub fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        self.0.cell(column)
    }
}
