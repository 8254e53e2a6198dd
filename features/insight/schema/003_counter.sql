-- What a move's own counter says as well (moved.reply, moved.refuse,
-- moved.withdraw) is counted once.
delete from counter where measure in ('answered', 'refused', 'withdrawn');
