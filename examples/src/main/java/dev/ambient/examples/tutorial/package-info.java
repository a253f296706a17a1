/** The programs of docs/tutorial.md, with the output that it shows. */
@NullMarked
package dev.ambient.examples.tutorial;

import org.jspecify.annotations.NullMarked;
