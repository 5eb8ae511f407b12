/** A model on disk and labelled images, looked at by a process of its own. */
@NullMarked
package org.equipoise.local.examination;

import org.jspecify.annotations.NullMarked;
