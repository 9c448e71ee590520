# Everything that tflint's own Terraform rules can say. The plugin is built in: nothing is downloaded.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
