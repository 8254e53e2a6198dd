/* Styles, scripts and icons: into the binary, under an address that holds
 * the hash of their content. */
#include "tools/embed/embed.h"

#include <stdlib.h>

struct asset_file {
    str name;                       /* "app.css" */
    str path;
    str ending;                     /* ".css" */
    str type;
    str raw, gzip, brotli;
    struct asset_file *next;
};

struct assets {
    struct asset_file *files, *last;
    int count;
};

static const struct {
    str ending;
    str type;
} TYPES[] = {
    {S0(".css"), S0("text/css; charset=utf-8")},
    {S0(".js"), S0("text/javascript; charset=utf-8")},
    {S0(".svg"), S0("image/svg+xml")},
    {S0(".woff2"), S0("font/woff2")},
    {S0(".png"), S0("image/png")},
    {S0(".jpg"), S0("image/jpeg")},
    {S0(".webp"), S0("image/webp")},
    {S0(".ico"), S0("image/vnd.microsoft.icon")},
    {S0(".webmanifest"), S0("application/manifest+json")},
    {S0(".json"), S0("application/json")},
    {S0(".txt"), S0("text/plain; charset=utf-8")},
};

static bool set_type(struct asset_file *file)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (str_ends(file->name, TYPES[i].ending)) {
            file->ending = TYPES[i].ending;
            file->type = TYPES[i].type;
            return true;
        }
    }
    return false;
}

static str read_twin(struct catalogue *all, str path, const char *ending)
{
    str twin = str_format(all->arena, "%.*s%s", SF(path), ending);
    return embed_exists(twin) ? embed_read_bytes(all, twin) : S("");
}

static void add_file(struct catalogue *all, str path)
{
    struct assets *assets = all->assets;
    struct asset_file *file = NEW(all->arena, struct asset_file);
    file->name = embed_base_name(path, "");
    file->path = path;
    if (!set_type(file)) {
        embed_wrong(all, path, 0, "an asset of an unknown type");
        return;
    }
    file->raw = embed_read_bytes(all, path);
    file->gzip = read_twin(all, path, ".gz");
    file->brotli = read_twin(all, path, ".br");
    if (assets->last == NULL) {
        assets->files = file;
    } else {
        assets->last->next = file;
    }
    assets->last = file;
    assets->count++;
}

void asset_read(struct catalogue *all, str dir)
{
    must(all->assets == NULL);
    if (dir.n == 0) {
        return;
    }
    all->assets = NEW(all->arena, struct assets);
    if (!embed_exists(dir)) {
        embed_wrong(all, dir, 0, "there is no such folder of assets");
        return;
    }
    /* The folder is not beneath the root. */
    str root = all->root;
    all->root = S("");
    struct paths paths = embed_list(all, dir, "", "");
    all->root = root;
    for (int i = 0; i < paths.count; i++) {
        str path = paths.list[i];
        if (!str_ends(path, S(".br")) && !str_ends(path, S(".gz")) &&
            !str_ends(path, S(".map"))) {
            add_file(all, path);
        }
    }
}

bool asset_is_known(const struct catalogue *all, str name)
{
    const struct assets *assets = all->assets;
    if (assets == NULL) {
        return true;
    }
    for (const struct asset_file *file = assets->files; file != NULL;
         file = file->next) {
        if (str_eq(file->name, name)) {
            return true;
        }
    }
    return false;
}

/* ---- the C text ---------------------------------------------------------- */

static void out_quoted_path(struct out *out, str path)
{
    for (ptrdiff_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        /* Once for the C literal, once for the assembler. */
        if (c == '"' || c == '\\') {
            out_str(out, S("\\\\\\"));
        }
        out_char(out, c);
    }
}

/* The bytes of one file as an object of the assembler.  The hash stands
 * there so that this text changes, and is compiled again, with the file. */
static void write_bytes(struct out *out, int number, const char *twin,
                        str path, str bytes)
{
    if (bytes.n == 0) {
        return;
    }
    out_format(out, "/* %016llx */\nextern const char ASSET_%d%s[]\n"
               "    __attribute__((visibility(\"hidden\")));\n"
               "__asm__(\".pushsection .rodata\\n\"\n"
               "        \".balign 16\\n\"\n"
               "        \".globl ASSET_%d%s\\n\"\n"
               "        \".hidden ASSET_%d%s\\n\"\n"
               "        \"ASSET_%d%s:\\n\"\n"
               "        \".incbin \\\"", (unsigned long long)str_hash(bytes),
               number, twin, number, twin, number, twin, number, twin);
    out_quoted_path(out, path);
    out_str(out, S("\\\"\\n\"\n        \".popsection\\n\");\n"));
}

static void write_slice(struct out *out, int number, const char *twin,
                        str bytes)
{
    if (bytes.n == 0) {
        out_str(out, S("     S0(\"\"),\n"));
        return;
    }
    out_format(out, "     {ASSET_%d%s, %td},\n", number, twin, bytes.n);
}

static void write_row(struct catalogue *all, const struct asset_file *file,
                      int number, struct out *out)
{
    /* 48 bits are plenty for the few files of a house. */
    unsigned long long hash = str_hash(file->raw) & 0xFFFFFFFFFFFFu;
    str stem = str_slice(file->name, 0, file->name.n - file->ending.n);
    const str texts[] = {
        file->name,
        str_format(all->arena, "/static/%.*s.%012llx%.*s", SF(stem), hash,
                   SF(file->ending)),
        file->type,
        str_format(all->arena, "\"%012llx\"", hash),
    };
    out_str(out, S("    {"));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        out_str(out, i == 0 ? S("S0(") : S("     S0("));
        write_literal(out, texts[i]);
        out_str(out, S("),\n"));
    }
    write_slice(out, number, "", file->raw);
    write_slice(out, number, "_GZ", file->gzip);
    write_slice(out, number, "_BR", file->brotli);
    out_str(out, S("    },\n"));
}

/* The path must hold wherever the compiler runs. */
static str whole_path(struct catalogue *all, str path)
{
    char *whole = realpath(str_c(all->arena, path), NULL);
    must(whole != NULL);            /* it was read a moment ago */
    str copy = str_copy(all->arena, str_of(whole));
    free(whole);
    return copy;
}

void asset_write_source(struct catalogue *all, struct out *out)
{
    const struct assets *assets = all->assets;
    const struct asset_file *files = assets == NULL ? NULL : assets->files;
    int number = 0;
    for (const struct asset_file *file = files; file != NULL;
         file = file->next) {
        str path = whole_path(all, file->path);
        write_bytes(out, number, "", path, file->raw);
        write_bytes(out, number, "_GZ",
                    str_join(all->arena, path, S(".gz")), file->gzip);
        write_bytes(out, number, "_BR",
                    str_join(all->arena, path, S(".br")), file->brotli);
        number++;
    }
    out_str(out, S("\nconst struct asset ALL_ASSETS[] = {\n"));
    number = 0;
    for (const struct asset_file *file = files; file != NULL;
         file = file->next) {
        write_row(all, file, number++, out);
    }
    out_format(out, "    {S0(\"\"), S0(\"\"), S0(\"\"), S0(\"\"),\n"
               "     S0(\"\"), S0(\"\"), S0(\"\")},\n};\n"
               "const int ALL_ASSET_COUNT = %d;\n", number);
}
