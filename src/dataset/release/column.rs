//! The columns of a table: Arrow type, unit, description, and the names other formats give them.

use arrow_schema::{DataType, Field};

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Published name.
    pub name: String,
    /// Arrow type.
    pub data_type: DataType,
    /// Unit; `1` for a pure number, empty where there is none.
    pub unit: String,
    /// What it is, in one sentence.
    pub description: String,
    /// What it is for.
    pub role: ColumnRole,
}

impl Column {
    /// The column of an Arrow field whose metadata hold `unit` and `description`.
    ///
    /// # Examples
    ///
    /// ```
    /// use arrow_schema::{DataType, Field};
    /// use mfn::dataset::release::{Column, ColumnRole};
    ///
    /// let mut field = Field::new("V_mean", DataType::Float64, true);
    /// field.metadata_mut().insert("unit".to_owned(), "mV".to_owned());
    /// assert_eq!(Column::from_field(&field, ColumnRole::Feature).unit, "mV");
    /// ```
    pub fn from_field(field: &Field, role: ColumnRole) -> Self {
        let entry = |key: &str| field.metadata().get(key).cloned().unwrap_or_default();
        Self {
            name: field.name().clone(),
            data_type: field.data_type().clone(),
            unit: entry("unit"),
            description: entry("description"),
            role,
        }
    }

    /// Description and unit in one sentence.
    pub fn sentence(&self) -> String {
        let unit = match self.unit.as_str() {
            "" => String::new(),
            "1" => "dimensionless".to_owned(),
            unit => format!("unit: {unit}"),
        };
        match (self.description.as_str(), unit.as_str()) {
            (description, "") => description.to_owned(),
            ("", unit) => unit.to_owned(),
            (description, unit) => format!("{description} ({unit})"),
        }
    }

    /// The type's names elsewhere; `None` if it has none.
    pub(in crate::dataset::release) fn type_names(&self) -> Option<TypeNames> {
        let names = |croissant, hugging_face| Some(TypeNames { croissant, hugging_face });
        match &self.data_type {
            DataType::Boolean => names("sc:Boolean", "bool"),
            DataType::Int8 => names("cr:Int8", "int8"),
            DataType::Int16 => names("cr:Int16", "int16"),
            DataType::Int32 => names("cr:Int32", "int32"),
            DataType::Int64 => names("cr:Int64", "int64"),
            DataType::UInt8 => names("cr:UInt8", "uint8"),
            DataType::UInt16 => names("cr:UInt16", "uint16"),
            DataType::UInt32 => names("cr:UInt32", "uint32"),
            DataType::UInt64 => names("cr:UInt64", "uint64"),
            DataType::Float32 => names("cr:Float32", "float32"),
            DataType::Float64 => names("cr:Float64", "float64"),
            DataType::Utf8 => names("sc:Text", "string"),
            DataType::LargeUtf8 => names("sc:Text", "large_string"),
            _ => None,
        }
    }
}

/// What a type is called in other formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dataset::release) struct TypeNames {
    /// In Croissant, with its prefix.
    pub croissant: &'static str,
    /// In Hugging Face `datasets`.
    pub hugging_face: &'static str,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnRole {
    /// Tells the rows apart.
    Identifier,
    /// What was varied.
    Parameter,
    /// What was measured.
    Feature,
    /// What is to be learned.
    Label,
    /// A number of events.
    Counter,
}

impl ColumnRole {
    /// The role as a word.
    pub fn text(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Parameter => "parameter",
            Self::Feature => "feature",
            Self::Label => "label",
            Self::Counter => "counter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_joins_what_is_there() {
        let check = |description: &str, unit: &str, expected: &str| {
            let column = Column {
                name: "c".to_owned(),
                data_type: DataType::Float64,
                unit: unit.to_owned(),
                description: description.to_owned(),
                role: ColumnRole::Feature,
            };
            assert_eq!(column.sentence(), expected);
        };
        check("mean", "mV", "mean (unit: mV)");
        check("mean", "1", "mean (dimensionless)");
        check("mean", "", "mean");
        check("", "mV", "unit: mV");
        check("", "", "");
    }
}
