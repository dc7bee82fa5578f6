//! The words of a form on paper.

use super::say::{Text, messages};

messages! {
    /// The fixed words of a form that is printed.
    FormPageMsg {
        Title { kind: Text } => "{kind}填报表", "{kind}: form to fill in";
        LastSaved { author: String, at: String } =>
            "最后保存：{author}，{at}",
            "last saved: {author}, {at}";
        Id => "记录编号", "record id";
        Policy => "依据", "policy";
        Item => "项目", "item";
        Value => "填写内容", "value";
        Required => "必填", "required";
        RequiredWhen { conditions: String } =>
            "{conditions}时必填",
            "required if {conditions}";
        RequiredForReview => "送审前必填", "required before review";
        RequiredForReviewWhen { conditions: String } =>
            "{conditions}时送审前必填",
            "required before review if {conditions}";
        TickOne => "在一项前的方框内打勾", "tick one box";
        TickSeveral =>
            "在各项前的方框内打勾，可选多项",
            "tick every box that applies";
        DateParts => "　　　　年　　　月　　　日", "year          month      day      ";
        ReviewedBy => "审核人", "Reviewed by";
    }
}
