/* SPDX-License-Identifier: Apache-2.0 */
/**
 * For the authors of bridges, adapters and tools.
 *
 * <p>A bridge makes the context of a flow current around each callback with a {@link dev.ambient.spi.Boundary}, installs the hooks of
 * its library with a {@link dev.ambient.spi.HookInstallation} and a {@link dev.ambient.spi.HookGroup}, and knows classes by a {@link
 * dev.ambient.spi.ClassCache}. A tool is notified by a {@link dev.ambient.spi.ContextListener} of what happens to contexts.
 */
@NullMarked
package dev.ambient.spi;

import org.jspecify.annotations.NullMarked;
