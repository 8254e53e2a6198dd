/* XML through expat. */
#include "office/xml_in.h"

#include <expat.h>
#include <limits.h>

#include "base/arena.h"

/* expat 2.5 reads an unfinished tag again from its beginning with each
 * piece (CVE-2023-52425): a tag of 200 MB would take it hours. */
enum { DEPTH_MAX = 64, TAG_MAX = 256 << 10 };

struct xml_in {
    XML_Parser parser;              /* NULL once closed */
    const struct xml_hooks *hooks;
    void *data;
    err stopped;
    int depth;
    ptrdiff_t unfinished;           /* bytes since it last told something */
};

static str local(const char *name)
{
    str whole = str_of(name);
    ptrdiff_t colon = str_find_char(whole, ':');
    return colon < 0 ? whole : str_skip(whole, colon + 1);
}

static void on_start(void *user, const XML_Char *name, const XML_Char **list)
{
    struct xml_in *xml = user;
    xml->unfinished = 0;
    xml->depth++;
    if (xml->depth > DEPTH_MAX) {
        xml_stop(xml, ERR_BAD_REQUEST);
    }
    if (xml->stopped == OK) {
        xml->hooks->start(xml->data, local(name), list);
    }
}

static void on_end(void *user, const XML_Char *name)
{
    struct xml_in *xml = user;
    must(xml->depth > 0);
    xml->unfinished = 0;
    xml->depth--;
    if (xml->stopped == OK) {
        xml->hooks->end(xml->data, local(name));
    }
}

static void on_text(void *user, const XML_Char *bytes, int n)
{
    struct xml_in *xml = user;
    must(n >= 0);
    xml->unfinished = 0;
    if (xml->stopped == OK && xml->hooks->text != NULL) {
        xml->hooks->text(xml->data, (str){bytes, n});
    }
}

/* Comments, blanks before the root and the like: it went on, no more. */
static void on_other(void *user, const XML_Char *bytes, int n)
{
    struct xml_in *xml = user;
    (void)bytes;
    must(n >= 0);
    xml->unfinished = 0;
}

static void on_doctype(void *user, const XML_Char *name,
                       const XML_Char *system, const XML_Char *public,
                       int has_inside)
{
    (void)name;
    (void)system;
    (void)public;
    (void)has_inside;
    xml_stop(user, ERR_BAD_REQUEST);
}

static void close_parser(void *thing)
{
    struct xml_in *xml = thing;
    if (xml->parser != NULL) {
        XML_ParserFree(xml->parser);
        xml->parser = NULL;
    }
}

struct xml_in *xml_open(struct arena *arena, const struct xml_hooks *hooks,
                        void *data)
{
    must(hooks->start != NULL);
    must(hooks->end != NULL);
    struct xml_in *xml = NEW(arena, struct xml_in);
    *xml = (struct xml_in){.hooks = hooks, .data = data};
    arena_defer(arena, close_parser, xml);
    xml->parser = XML_ParserCreate(NULL);
    must(xml->parser != NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetDefaultHandlerExpand(xml->parser, on_other);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

void xml_close(struct xml_in *xml)
{
    must(xml != NULL);
    close_parser(xml);
}

void xml_stop(struct xml_in *xml, err why)
{
    must(why != OK);
    if (xml->stopped == OK) {
        xml->stopped = why;
        (void)XML_StopParser(xml->parser, XML_FALSE);
    }
}

err xml_feed(struct xml_in *xml, str piece, bool last)
{
    must(xml->parser != NULL);
    must(piece.n <= INT_MAX);
    if (xml->stopped != OK) {
        return xml->stopped;
    }
    xml->unfinished += piece.n;
    enum XML_Status status =
        XML_Parse(xml->parser, piece.p, (int)piece.n, last);
    if (xml->stopped == OK && xml->unfinished > TAG_MAX) {
        xml->stopped = ERR_BAD_REQUEST;
    }
    if (xml->stopped != OK) {
        return xml->stopped;
    }
    return status == XML_STATUS_OK ? OK : ERR_BAD_REQUEST;
}

str xml_attribute(const char **attributes, str name)
{
    must(attributes != NULL);
    must(name.n > 0);
    for (int i = 0; attributes[i] != NULL; i += 2) {
        if (str_eq(local(attributes[i]), name)) {
            return str_of(attributes[i + 1]);
        }
    }
    return S("");
}
