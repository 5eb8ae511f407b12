/** What becomes of a request: a training or an audit of labels, and none that ends its process again and again. */
@NullMarked
package org.equipoise.trainer.work;

import org.jspecify.annotations.NullMarked;
