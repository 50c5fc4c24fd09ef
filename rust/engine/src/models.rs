//! The available models, by the choice of the rule MATCHING.

use crate::contract::*;
use crate::exact::model::ExactModel;
use crate::queue::model::QueueModel;
use crate::state::model::Model;

const MODELS: [&dyn Model; 2] = [&ExactModel, &QueueModel];

/// Returns the model of a configuration whose rules are in range.
pub fn model_of(config: &[f64]) -> &'static dyn Model {
    MODELS[config[CONFIG_RULE_MATCHING] as usize]
}
