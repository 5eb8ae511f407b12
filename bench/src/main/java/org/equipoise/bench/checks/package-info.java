/** What the checks of images and labels find in public sets whose defects are known. */
@NullMarked
package org.equipoise.bench.checks;

import org.jspecify.annotations.NullMarked;
