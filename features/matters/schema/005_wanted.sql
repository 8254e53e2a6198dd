-- What was addressed to a deputy: asked before her row goes.
create index matter_wanted on matter (wanted_deputy)
    where wanted_deputy > 0;
