-- Every card that a deputy ever had: asked before her row goes.
create index card_deputy on card (deputy_id, id);
