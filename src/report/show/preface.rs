//! What stands before the criteria.

use super::document::Document;

impl Document {
    /// What must be known to read the sentences, one thought each.
    #[must_use]
    pub fn preface(&self) -> Vec<String> {
        let mut lines = vec![
            "A criterion passes if it does not stand in the way: what an inclusion criterion requires holds, and what an \
             exclusion criterion describes does not. Otherwise it fails."
                .to_owned(),
            "It is unknown if the record leaves open which of the two it is; the facts that would settle it are then \
             named, and nothing is guessed. A pass or a fail holds whatever is found out later about what is open now."
                .to_owned(),
            "What does not apply is left out of whatever it stands in; a criterion of which nothing applies passes. As a \
             condition for something else, what does not apply does not hold."
                .to_owned(),
            "Days, weeks, months and years are those of the calendar, whatever the time of day; a month before the 31st \
             ends on the last day of a shorter month. Hours are counted between instants."
                .to_owned(),
            "A value on its limit is on its limit: “at most” and “at least” include it, “below” and “above” do not. \
             Nothing is rounded."
                .to_owned(),
        ];
        if let Some(assessed) = &self.assessed {
            let validity = match &self.validity {
                Some(validity) => format!(" and dated {validity}"),
                None => String::new(),
            };
            lines.push(format!(
                "The day of assessment is {assessed}. Age is that on this day, and a laboratory value is the latest \
                 reading on or before it{validity}, unless something else is said. At a visit it is the latest reading \
                 on or before the visit's day."
            ));
        }
        let limits = "ULN and LLN are the upper and the lower limit of normal that this same reading carries";
        lines.push(if self.stand_ins.is_empty() {
            format!("{limits}; none is assumed.")
        } else {
            format!(
                "{limits}. Where it carries none, these stand in: {}.",
                self.stand_ins.join("; ")
            )
        });
        lines.push(
            "Questions in quotes are asked of whoever fills in the record; “(a judgement)” marks what only a person can \
             say. D1, D2, … are definitions, I… and E… criteria."
                .to_owned(),
        );
        lines
    }
}
