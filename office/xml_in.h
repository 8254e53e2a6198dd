/* XML as a stream of starts, ends and texts.  expat is known to xml_in.c
 * alone.
 *
 * Names come without their prefix ("x:row" is "row"), so transitional and
 * strict documents read alike.  A document type is refused: with it go all
 * entities, their bombs and whatever they name outside.  So is a single tag
 * or comment of more than 256 KB. */
#ifndef OFFICE_XML_IN_H
#define OFFICE_XML_IN_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct xml_in;

struct xml_hooks {
    void (*start)(void *data, str name, const char **attributes);
    void (*end)(void *data, str name);
    void (*text)(void *data, str piece);        /* in pieces; may be NULL */
};

/* Closed by xml_close(), at the latest with the arena. */
struct xml_in *xml_open(struct arena *arena, const struct xml_hooks *hooks,
                        void *data);
void xml_close(struct xml_in *xml);

/* The next bytes; the error is BAD_REQUEST or what a hook stopped with. */
MUST_USE err xml_feed(struct xml_in *xml, str piece, bool last);

/* For hooks: nothing more is wanted of this document. */
void xml_stop(struct xml_in *xml, err why);

/* An attribute by its name without prefix; empty if it is not there. */
str xml_attribute(const char **attributes, str name);

#endif
