/* tidy ROOT: exit 0 if the tree keeps the style, 1 if not, 2 if misused. */
#include <stdio.h>
#include <sys/stat.h>

#include "tools/tidy/tidy.h"

int main(int argc, char **argv)
{
    struct stat about;
    if (argc != 2 || stat(argv[1], &about) != 0 || !S_ISDIR(about.st_mode)) {
        fputs("usage: tidy ROOT\n"
              "Looks at every file beneath ROOT and prints what breaks the "
              "style.\n",
              stderr);
        return 2;
    }
    return tidy_run(argv[1], stdout) == 0 ? 0 : 1;
}
