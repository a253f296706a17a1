/** The two programs that README.md shows, with the output that it shows. */
@NullMarked
package dev.ambient.examples.readme;

import org.jspecify.annotations.NullMarked;
