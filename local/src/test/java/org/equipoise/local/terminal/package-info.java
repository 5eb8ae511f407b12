/** What a person sees. */
@NullMarked
package org.equipoise.local.terminal;

import org.jspecify.annotations.NullMarked;
