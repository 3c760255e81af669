//! One aggregation: admission, pre-aggregators, the rule, the verdicts.

use crate::federate::Error;
use crate::federate::admission::{Admitted, Duplicates, admit, counted};
use crate::federate::before::PreAggregator;
use crate::federate::rules::{HierarchicalVariant, KrumVariant, Rule, Ruling, Setting};
use crate::federate::updates::{Matrix, Mixture, Rows, Updates};
use crate::federate::verdict::{Verdict, verdicts};

/// How updates are aggregated.
///
/// # Examples
///
/// A client that sends a NaN is told from the others and counts towards f:
///
/// ```
/// use mfn::federate::{Aggregation, KrumVariant, Matrix, Rule};
///
/// let updates = Matrix::from_rows(vec![
///     vec![1.0, 2.0], vec![1.1, 2.1], vec![0.9, 2.0], vec![1.0, 1.9], vec![f64::NAN, 2.0],
/// ])?;
/// let outcome = Aggregation::new(Rule::Krum(KrumVariant::Blanchard), 1).run(&updates)?;
/// assert_eq!(outcome.selected(), [0]);
/// assert_eq!(outcome.clients[4].reason, "coordinate 0 is NaN");
/// # Ok::<(), mfn::federate::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregation {
    /// What is done before the rule, in this order.
    pub before: Vec<PreAggregator>,
    /// The rule.
    pub rule: Rule,
    /// Byzantine clients to withstand, f, those among them that are rejected.
    pub byzantine: usize,
    /// What is done with updates that are equal in every bit.
    pub duplicates: Duplicates,
    /// Weights of the clients, for the means that [`weighs`](Self::weighs) names.
    pub examples: Option<Vec<f64>>,
    /// A trusted point from which centred clipping starts; zero if left out.
    pub reference: Option<Vec<f64>>,
}

/// So many mixed numbers are kept in memory, 256 MiB; more are mixed anew in each pass.
const KEPT: usize = 1 << 25;

/// What an aggregation gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The aggregate, d finite numbers.
    pub aggregate: Vec<f64>,
    /// The verdict on each client, in the order of their numbers.
    pub clients: Vec<Verdict>,
    /// What the scores are, such as `Krum score`.
    pub measure: &'static str,
    /// Steps of an iterative rule, and whether it came to rest.
    pub iterations: Option<(usize, bool)>,
}

impl Outcome {
    /// The clients whose updates have a part in the aggregate.
    pub fn selected(&self) -> Vec<usize> {
        self.clients.iter().filter(|verdict| verdict.accepted).map(|one| one.client).collect()
    }

    /// The clients whose updates were rejected before the rule saw them.
    pub fn rejected(&self) -> Vec<usize> {
        self.clients.iter().filter(|verdict| verdict.rejected).map(|one| one.client).collect()
    }
}

impl Aggregation {
    /// A rule alone that withstands f Byzantine clients.
    pub fn new(rule: Rule, byzantine: usize) -> Self {
        let (before, duplicates) = (Vec::new(), Duplicates::default());
        Self { before, rule, byzantine, duplicates, examples: None, reference: None }
    }

    /// Whether the rule can weigh clients by their examples: those that end in a mean of updates.
    pub fn weighs(&self) -> bool {
        matches!(self.rule, Rule::Mean | Rule::MultiKrum { .. })
    }

    /// Checks the conditions of the rule and the pre-aggregators.
    ///
    /// # Errors
    ///
    /// [`Error::Condition`] outside the condition, [`Error::Parameter`].
    pub fn check(&self, clients: usize) -> Result<(), Error> {
        let mut rows = clients;
        for step in &self.before {
            step.check(rows, self.byzantine)?;
            rows = step.rows(rows);
        }
        self.rule.check(rows, self.byzantine)?;
        if self.examples.is_some() && !(self.weighs() && self.before.is_empty()) {
            let (name, found) = ("weights", self.rule.to_string());
            let wanted = "mean or multi-krum without pre-aggregators: the others have no weights";
            return Err(Error::Parameter { name, found, wanted });
        }
        Ok(())
    }

    /// Aggregates.
    ///
    /// Updates that are of another length, not finite or duplicates are rejected and count towards
    /// f: with r of them the rule sees n − r updates and withstands f − r. Every result but those
    /// of v4.1's variants is independent of the order of the clients, to the bit.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check); [`Error::TooManyRejected`] if r > f; [`Error::Read`].
    pub fn run(&self, updates: &dyn Updates) -> Result<Outcome, Error> {
        self.check(updates.clients())?;
        let mut admitted = admit(updates, self.duplicates())?;
        let rejected = admitted.rejections.iter().flatten().count();
        if rejected > self.byzantine {
            return Err(Error::TooManyRejected {
                rejected,
                clients: updates.clients(),
                byzantine: self.byzantine,
                reasons: counted(&admitted.rejections),
            });
        }
        if self.keeps_order() {
            admitted.order.sort_unstable();
        }
        let rows = Rows::new(updates, admitted.order.clone());
        let row_of = (0..rows.clients()).collect();
        self.pass_on(&self.before, &rows, self.byzantine - rejected, row_of, &admitted)
    }

    /// Runs the pre-aggregators that are left, then the rule. `row_of` says where each admitted
    /// client's update went.
    fn pass_on(
        &self,
        left: &[PreAggregator],
        rows: &dyn Updates,
        byzantine: usize,
        row_of: Vec<usize>,
        admitted: &Admitted,
    ) -> Result<Outcome, Error> {
        let Some((step, left)) = left.split_first() else {
            return self.finish(rows, byzantine, &row_of, admitted);
        };
        let mixed = step.mix(rows, byzantine)?;
        let place = |row: usize| mixed.row_of.get(row).copied().unwrap_or(row);
        let row_of = row_of.into_iter().map(place).collect();
        let mixture = Mixture::new(rows, mixed.rows);
        if mixture.clients().saturating_mul(mixture.coordinates()) > KEPT {
            return self.pass_on(left, &mixture, byzantine, row_of, admitted);
        }
        self.pass_on(left, &Matrix::copied(&mixture)?, byzantine, row_of, admitted)
    }

    fn finish(
        &self,
        rows: &dyn Updates,
        byzantine: usize,
        row_of: &[usize],
        admitted: &Admitted,
    ) -> Result<Outcome, Error> {
        let mut setting = Setting::new(rows, byzantine, self.clients_of(row_of, admitted));
        setting.reference = self.reference.as_deref();
        setting.examples = self.examples.as_ref().map(|examples| {
            let of = |client: &usize| examples.get(*client).copied().unwrap_or(0.0);
            admitted.order.iter().map(of).collect()
        });
        let ruling = self.rule.rule(&setting)?;
        let Ruling { measure, iterations, .. } = ruling;
        let clients = verdicts(&admitted.rejections, &admitted.order, row_of, &ruling);
        Ok(Outcome { aggregate: ruling.aggregate, clients, measure, iterations })
    }

    /// A client of each row.
    fn clients_of(&self, row_of: &[usize], admitted: &Admitted) -> Vec<usize> {
        let rows = self.before.iter().fold(admitted.order.len(), |rows, step| step.rows(rows));
        let mut clients = vec![usize::MAX; rows];
        for (row, client) in row_of.iter().zip(&admitted.order) {
            if let Some(place) = clients.get_mut(*row) {
                *place = *client;
            }
        }
        clients
    }

    /// v4.1's variants are defined by the order of the clients.
    fn keeps_order(&self) -> bool {
        match &self.rule {
            Rule::Krum(variant) | Rule::MultiKrum { variant, .. } => *variant == KrumVariant::MfnV4,
            Rule::HierarchicalKrum(parameters) => {
                matches!(parameters.variant, HierarchicalVariant::MfnV4 { .. })
            }
            _ => false,
        }
    }

    /// v4.1 takes duplicates.
    fn duplicates(&self) -> Duplicates {
        if self.keeps_order() { Duplicates::Keep } else { self.duplicates }
    }
}
